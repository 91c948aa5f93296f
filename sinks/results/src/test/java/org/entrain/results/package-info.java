/** Laws of the sink, exactness of the export, and the worker on a broker. */
package org.entrain.results;

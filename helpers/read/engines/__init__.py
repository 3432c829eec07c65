"""Tables that lie in an engine, such as a warehouse or a cluster: it sums them, and hands out what needs a look."""

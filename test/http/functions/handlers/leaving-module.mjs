// Leaves before there is a handler.

process.exit(3);

// Says something, and fails before there is a handler.

console.log("about to fail");
throw new Error("in its first lines");

// A module that never gets to its handler.

const all = [];
while (globalThis.enough !== true) all.push(new Array(1000).fill(all.length));

export const handler = () => all;

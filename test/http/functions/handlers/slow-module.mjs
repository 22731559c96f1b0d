// A module that waits in its first lines.

await new Promise((resolve) => setTimeout(resolve, 60_000));

export const handler = () => null;

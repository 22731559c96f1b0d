// Media types as they are compared here: without their parameters, in lower case. A charset never decides which template,
// model or binary rule is meant (AWS guide: integration-passthrough-behaviors).

export function bareType(mediaType: string): string {
  const end = mediaType.indexOf(";");
  return (end === -1 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase();
}

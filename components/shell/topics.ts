/** A topic is meant exactly, or by its beginning when it ends in `*`. */
export function topicMatches(wanted: string, topic: string): boolean {
  return wanted.endsWith("*") ? topic.startsWith(wanted.slice(0, -1)) : wanted === topic;
}

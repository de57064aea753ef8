/** Where a window tells the others of this browser that somebody has signed in again: the same person, or another. */
export const signedInChannel = "portico signed in";
export type SignedInAgain = "same" | "other";

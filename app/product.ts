/** What it is called, in every language. */
export const product = "Portico";

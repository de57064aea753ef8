import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";

/** For <html className>: names the two type faces as variables that the style sheet reads. */
export const fontClasses = `${GeistSans.variable} ${GeistMono.variable}`;

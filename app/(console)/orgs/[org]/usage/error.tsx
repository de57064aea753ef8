"use client";

export { SectionError as default } from "#app/section-error.tsx";

export { SectionLoading as default } from "#app/section-loading.tsx";

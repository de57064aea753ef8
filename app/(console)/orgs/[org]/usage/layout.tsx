import { organizationLayout } from "#app/frame/organization-frame.tsx";

export default organizationLayout("organization-usage:read");

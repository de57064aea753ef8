import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "#app/texts/texts.tsx";
import { readWizard } from "./read-wizard.ts";
import { CredentialStep } from "./steps/credential.tsx";
import { OrganizationStep } from "./steps/organization.tsx";
import { ProjectStep } from "./steps/project.tsx";
import { ProvisionStep } from "./steps/provision.tsx";
import { SessionStep } from "./steps/session.tsx";
import { YouStep } from "./steps/you.tsx";
import { WizardFrame } from "./wizard-frame.tsx";

type Props = { searchParams: Promise<{ step?: string }> };

const screens = {
  you: YouStep,
  organization: OrganizationStep,
  project: ProjectStep,
  credential: CredentialStep,
  provision: ProvisionStep,
  session: SessionStep,
} as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("welcome"))("title") };
}

/** The way from sign-in to a finished first session, in six steps that are kept on the server. */
export default async function WelcomePage({ searchParams }: Props) {
  const wizard = await readWizard((await searchParams).step);
  const Step = screens[wizard.step];
  return (
    <Texts of={["welcome.foot"]}>
      <WizardFrame wizard={wizard}>
        <Step wizard={wizard} />
      </WizardFrame>
    </Texts>
  );
}

// HL7 FHIR R4 and R5: resource types, and which of them are about a patient (the patient compartment, and the patient).

/** Types about persons who are treated. */
const OF_PATIENTS =
  "Account AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic BodyStructure CarePlan CareTeam ChargeItem Claim ClaimResponse ClinicalImpression Communication CommunicationRequest Composition Condition Consent Coverage CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue DeviceRequest DeviceUseStatement DeviceUsage DiagnosticReport DocumentManifest DocumentReference Encounter EnrollmentRequest EpisodeOfCare ExplanationOfBenefit FamilyMemberHistory Flag GenomicStudy Goal GuidanceResponse ImagingSelection ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation Invoice List Media MedicationAdministration MedicationDispense MedicationRequest MedicationStatement MolecularSequence NutritionIntake NutritionOrder Observation Patient Person Procedure Provenance QuestionnaireResponse RelatedPerson RequestGroup RequestOrchestration ResearchSubject RiskAssessment Schedule ServiceRequest Specimen SupplyDelivery SupplyRequest Task VisionPrescription";
const OTHERS =
  "ActivityDefinition Binary Bundle CapabilityStatement CatalogEntry ChargeItemDefinition CodeSystem CompartmentDefinition ConceptMap Contract Device DeviceDefinition DeviceMetric DeviceAssociation DeviceDispense DeviceAlert Endpoint EnrollmentResponse EventDefinition Evidence EvidenceVariable ExampleScenario GraphDefinition Group HealthcareService ImplementationGuide InsurancePlan Library Linkage Location Measure MeasureReport Medication MedicationKnowledge MessageDefinition MessageHeader NamingSystem OperationDefinition OperationOutcome Organization OrganizationAffiliation Parameters PaymentNotice PaymentReconciliation PlanDefinition Practitioner PractitionerRole Questionnaire ResearchDefinition ResearchStudy SearchParameter Slot StructureDefinition StructureMap Subscription SubscriptionStatus SubscriptionTopic Substance TerminologyCapabilities TestReport TestScript Transport ValueSet VerificationResult";

const PATIENTS: ReadonlySet<string> = new Set(OF_PATIENTS.split(" "));
const ALL: ReadonlySet<string> = new Set([...PATIENTS, ...OTHERS.split(" ")]);

/** Whether a name is a resource type. */
export function isResource(name: string): boolean {
  return ALL.has(name);
}

/** Whether resources of a type are about a patient. */
export function isOfPatients(name: string): boolean {
  return PATIENTS.has(name);
}

/** A target of HTTP without what would tell a patient: identifiers behind a type of resource, and values that are searched. */
export function withoutPatients(target: string): string {
  if (!/fhir/i.test(target)) return target;
  const query = target.indexOf("?");
  const parts = (query < 0 ? target : target.slice(0, query)).split("/");
  const at = parts.findIndex(isOfPatients);
  if (at < 0) return target;
  const behind = parts[at + 1] ?? "";
  if (behind !== "" && !behind.startsWith("_") && !behind.startsWith("$")) parts[at + 1] = "*";
  return query < 0 ? parts.join("/") : `${parts.join("/")}?*`;
}

import { z } from 'zod';
import { categoryNames, classes } from './table.ts';
import type { ClassName } from './table.ts';

const text = z.string().max(8192);
const short = z.string().min(1).max(512);

const user = z.strictObject({ name: short, type_id: z.literal([0, 1, 99]), type: short });
const endpoint = z.strictObject({ name: short });
const api = z.strictObject({ operation: short, request: z.strictObject({ uid: short }) });

const common = {
  time: z.int().min(0),
  severity_id: z.literal([1, 2, 3, 4]),
  message: short,
  status_id: z.literal([0, 1, 2, 99]),
  status: z.literal(['Unknown', 'Success', 'Failure', 'Other']),
  status_code: short.optional(),
  metadata: z.strictObject({
    version: z.literal('1.8.0'),
    product: z.strictObject({ name: short, vendor_name: short, version: short }),
    profiles: z.tuple([z.literal('security_control')]).optional(),
    correlation_uid: short,
    log_name: z.literal('agent-audit'),
  }),
  actor: z.strictObject({ app_name: short, invoked_by: short, user }),
};

/** Last in every event: what OCSF has no place for, and later the chain. */
const unmapped = z.strictObject({
  category: z.literal([
    'APPLICATION',
    'AUTHENTICATION',
    'AUTHORIZATION',
    'CONFIGURATION',
    'DATA_ACCESS',
    'SYSTEM',
  ]),
  operation: short,
  phase: z.literal(['decided', 'started', 'completed']),
  verdict: z.literal(['allow', 'ask', 'deny']).optional(),
  reasons: z.array(short).max(64).optional(),
  answer: short.optional(),
  grant: short.optional(),
  outcome: z.literal(['done', 'failed', 'cancelled', 'unknown']).optional(),
  run: short,
  checkpoint: z
    .strictObject({ sequence: z.int().min(0), hash: z.hex().length(64), mac: z.hex().length(64) })
    .optional(),
});

const device = z.strictObject({ name: short, type_id: z.literal(0) });
const file = z.strictObject({ name: text.min(1), path: text, type_id: z.literal([1, 2]) });

/** What each class says besides the common part. */
const own = {
  file_activity: { device, file },
  process_activity: {
    device,
    process: z.strictObject({ uid: short, cmd_line: text }),
  },
  entity_management: {
    entity: z.strictObject({ name: text.min(1), type: short, type_id: z.literal(99) }),
  },
  user_access: { user, privileges: z.array(text).min(1).max(16) },
  http_activity: {
    http_request: z.strictObject({
      http_method: z.literal('GET'),
      url: z.strictObject({ url_string: text }),
    }),
  },
  application_lifecycle: { app: z.strictObject({ name: short, version: short }) },
  api_activity: {
    api,
    src_endpoint: endpoint,
    resources: z.tuple([z.strictObject({ name: text.min(1), type: short })]),
    action_id: z.literal([1, 2, 3]).optional(),
    action: z.literal(['Allowed', 'Denied', 'Observed']).optional(),
    authorizations: z
      .array(z.strictObject({ decision: short, policy: z.strictObject({ name: short }) }))
      .max(64)
      .optional(),
  },
  datastore_activity: {
    src_endpoint: endpoint,
    database: z.strictObject({ name: text.min(1), type: short, type_id: z.literal(99) }),
  },
  application_error: {},
} satisfies Record<ClassName, z.core.$ZodLooseShape>;

function eventOf<C extends ClassName>(name: C) {
  const { uid, category } = classes[name];
  return z.strictObject({
    class_uid: z.literal(uid as (typeof classes)[C]['uid']),
    class_name: z.literal(classes[name].name),
    category_uid: z.literal(category),
    category_name: z.literal(categoryNames[category]),
    activity_id: z.int().min(1).max(99),
    activity_name: short,
    type_uid: z.int(),
    ...common,
    ...own[name],
    unmapped,
  });
}

/**
 * What every event is checked against before it is kept: strict, so that nothing unforeseen slips
 * into the record. Narrower than OCSF 1.8.0, whose own JSON Schemas accept all of it.
 */
export const ocsfEventSchema = z
  .discriminatedUnion('class_uid', [
    eventOf('file_activity'),
    eventOf('process_activity'),
    eventOf('entity_management'),
    eventOf('user_access'),
    eventOf('http_activity'),
    eventOf('application_lifecycle'),
    eventOf('api_activity'),
    eventOf('datastore_activity'),
    eventOf('application_error'),
  ])
  .refine((event) => event.type_uid === event.class_uid * 100 + event.activity_id, {
    path: ['type_uid'],
    message: 'type_uid is class_uid * 100 + activity_id',
  });

export type OcsfEvent = z.infer<typeof ocsfEventSchema>;

import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45, which has them from github.com/open-telemetry/semantic-conventions-genai, for the reasons given in system.ts.

/** Name of the attribute for what is done: `chat`, `embeddings`, `execute_tool`. */
export const ATTR_GEN_AI_OPERATION_NAME = 'gen_ai.operation.name';
/** Name of the attribute for the provider of a model, such as `openai`. */
export const ATTR_GEN_AI_PROVIDER_NAME = 'gen_ai.provider.name';
/** Name of the attribute for the model that is asked for. */
export const ATTR_GEN_AI_REQUEST_MODEL = 'gen_ai.request.model';
/** Name of the attribute for the reasons why a model stopped. */
export const ATTR_GEN_AI_RESPONSE_FINISH_REASONS = 'gen_ai.response.finish_reasons';
/** Name of the attribute for the model that answered. */
export const ATTR_GEN_AI_RESPONSE_MODEL = 'gen_ai.response.model';
/** Name of the attribute for what tokens were used for: `input` or `output`. */
export const ATTR_GEN_AI_TOKEN_TYPE = 'gen_ai.token.type';
/** Name of the attribute for the tool that a model has called. */
export const ATTR_GEN_AI_TOOL_NAME = 'gen_ai.tool.name';
/** Name of the attribute for the tokens of a prompt. */
export const ATTR_GEN_AI_USAGE_INPUT_TOKENS = 'gen_ai.usage.input_tokens';
/** Name of the attribute for the tokens of an answer. */
export const ATTR_GEN_AI_USAGE_OUTPUT_TOKENS = 'gen_ai.usage.output_tokens';

/** Duration of calls of models. */
export const GEN_AI_CLIENT_OPERATION_DURATION: MetricDefinition<'histogram'> = {
  name: 'gen_ai.client.operation.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'GenAI operation duration.',
  boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
};
/** Tokens that calls of models have used, by type. */
export const GEN_AI_CLIENT_TOKEN_USAGE: MetricDefinition<'histogram'> = {
  name: 'gen_ai.client.token.usage',
  instrument: 'histogram',
  unit: '{token}',
  description: 'Number of input and output tokens used.',
  boundaries: [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864],
};

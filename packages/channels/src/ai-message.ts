/** What the AI SDK publishes of one piece of its work, as far as it is read here; prompts and answers are not. */
export interface AiMessage {
  readonly type: string;
  readonly event?: {
    readonly callId?: string;
    readonly provider?: string;
    readonly modelId?: string;
    readonly toolCall?: { readonly toolName?: string };
  };
  readonly result?: {
    /** Set where the answer is still to come, in pieces. */
    readonly stream?: unknown;
    readonly finishReason?: { readonly unified?: string };
    readonly response?: { readonly modelId?: string };
    readonly usage?: {
      /** Of an embedding. */
      readonly tokens?: number;
      readonly inputTokens?: { readonly total?: number };
      readonly outputTokens?: { readonly total?: number };
    };
  };
  readonly error?: unknown;
}

/** The names that the conventions give to providers which the AI SDK calls otherwise. */
const PROVIDERS: Readonly<Record<string, string>> = {
  'amazon-bedrock': 'aws.bedrock',
  azure: 'azure.ai.openai',
  'azure-openai': 'azure.ai.openai',
  google: 'gcp.gemini',
  mistral: 'mistral_ai',
  xai: 'x_ai',
};

/** Gives the provider as the conventions name it: the AI SDK adds the kind of API, as in `openai.chat`. */
export function providerName(provider: string): string {
  const [name = provider] = provider.split('.', 1);
  return Object.hasOwn(PROVIDERS, name) ? (PROVIDERS[name] as string) : name;
}

/** As far as used here; the packages bring no types. */
declare module 'mjml-core' {
  interface Finding {
    message: string;
    formattedMessage: string;
  }
  interface Options {
    presets: readonly unknown[];
    fonts: Record<string, string>;
    validationLevel: 'soft';
  }
  const core: { default(source: string, options: Options): Promise<{ html: string; errors: Finding[] }> };
  export default core;
}
declare module 'mjml-preset-core' {
  const preset: unknown;
  export default preset;
}

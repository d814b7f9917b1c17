// The part of jasmine-core that the suite runner uses; the package has no types.
declare module 'jasmine-core/lib/jasmine-core/jasmine.js' {
  interface Env {
    configure(options: { random: boolean; forbidDuplicateNames: boolean }): void;
    addReporter(reporter: object): void;
    execute(): Promise<unknown>;
  }
  interface Jasmine {
    DEFAULT_TIMEOUT_INTERVAL: number;
    getEnv(): Env;
  }
  const jasmineRequire: {
    core(require: unknown): Jasmine;
    interface(jasmine: Jasmine, env: Env): object;
  };
  export default jasmineRequire;
}

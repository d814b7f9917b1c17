const MOST_KEPT = 8;

/**
 * `make`, with its last results kept, keyed by every option. A pure function's results, so not state. Options that hold
 * an object or a function (window weights, say, which their owner may change) are made anew each time.
 */
export function planCache<Options extends object, Plan>(make: (options: Options) => Plan): (options: Options) => Plan {
  const kept = new Map<string, Plan>();
  return (options) => {
    let key = '';
    for (const [name, value] of Object.entries(options)) {
      if ((typeof value === 'object' && value !== null) || typeof value === 'function') return make(options);
      key += `${name}:${typeof value}:${value};`;
    }
    let plan = kept.get(key);
    if (plan === undefined) {
      plan = make(options);
      const [oldest] = kept.keys();
      if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(key, plan);
    }
    return plan;
  };
}

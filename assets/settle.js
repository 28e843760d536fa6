// An answer that is a tree of components would take the place of all that stands there: focus, scroll, open tabs and
// zoom would be lost, and every figure built anew. Here it is laid over what stands, and only what differs is changed.
(function () {
  const same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);
  const isComponent = (node) => Boolean(node && node.namespace && node.props);
  const kind = ({ namespace, type, props }) => JSON.stringify([namespace, type, props.id ?? null, props.role ?? null]);
  const alike = (one, other) => isComponent(one) && isComponent(other) && kind(one) === kind(other);
  const reach = (value, path) => path.reduce((found, key) => found?.[key], value);

  // What a component says of itself, such as clicks and the view of a graph: no server has sent it.
  const ITS_OWN = /^n_|Data$|_timestamp$|^loading_state$/;

  // The changes that make one component into another of its kind: [path, props] from the outside inwards.
  function changes(now, next, path) {
    const own = {};
    for (const name of new Set([...Object.keys(now.props), ...Object.keys(next.props)])) {
      if (name === "children" || (ITS_OWN.test(name) && !(name in next.props))) continue;
      if (!same(now.props[name], next.props[name])) own[name] = next.props[name] ?? null;
    }
    const inner = below(now.props.children, next.props.children, [...path, "props", "children"]);
    if (inner === null) own.children = next.props.children ?? null;
    return [...(Object.keys(own).length ? [[path, own]] : []), ...(inner || [])];
  }

  // The same for what stands inside; null where it has another build and must be replaced.
  function below(now, next, path) {
    if (alike(now, next)) return changes(now, next, path);
    if (!Array.isArray(now) || !Array.isArray(next) || now.length !== next.length) return same(now, next) ? [] : null;
    const found = now.map((part, index) => {
      if (alike(part, next[index])) return changes(part, next[index], [...path, index]);
      return same(part, next[index]) ? [] : null;
    });
    return found.includes(null) ? null : found.flat();
  }

  // Steps of a patch that assign what is there already are left out.
  function patchOf(patch, now) {
    const operations = patch.operations.filter(
      ({ operation, location, params }) => operation !== "Assign" || !same(reach(now, location), params.value),
    );
    return operations.length ? { ...patch, operations } : undefined;
  }

  function remaining(name, value, now, path) {
    if (value?.__dash_patch_update) return patchOf(value, now);
    if (name !== "children") return same(value, now) ? undefined : value;
    const found = below(now, value, [...path, "props", "children"]);
    if (found === null) return value;
    found.forEach(([where, props]) => window.dash_clientside.set_props(idAt(where) ?? where, props));
    return undefined;
  }

  const state = () => window.dash_stores[0].getState();
  const idAt = (path) => reach(state().layout, path)?.props.id;

  window.kaejon.settle = (_request, answer) => {
    for (const [id, props] of Object.entries(answer || {})) {
      const path = state().paths.strs[id];
      // Another page is another page.
      if (!path || id === "_pages_content" || !props) continue;
      const now = reach(state().layout, path)?.props || {};
      for (const [name, value] of Object.entries(props)) {
        const left = remaining(name, value, now[name], path);
        if (left === undefined) delete props[name];
        else props[name] = left;
      }
    }
  };
})();

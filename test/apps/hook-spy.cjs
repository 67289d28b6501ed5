// Preloaded before everything else, it says at the end whether the loading of modules was hooked.
const { Module, syncBuiltinESMExports } = require('node:module');

const { require: original } = Module.prototype;
const hooks = [];
for (const name of ['register', 'registerHooks']) {
  const hook = Module[name];
  Module[name] = (...args) => {
    hooks.push(name);
    return hook(...args);
  };
}
syncBuiltinESMExports();
process.on('exit', () => console.error(JSON.stringify({ hooks, requireIsOriginal: Module.prototype.require === original })));

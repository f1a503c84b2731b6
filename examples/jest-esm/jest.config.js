// One server for the whole run. Run it with NODE_OPTIONS=--experimental-vm-modules npx jest
export default {
  globalSetup: './global-setup.js',
  globalTeardown: './global-teardown.js',
  transform: {}, // no babel
};

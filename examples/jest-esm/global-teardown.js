export default () => globalThis.meterMock.close();

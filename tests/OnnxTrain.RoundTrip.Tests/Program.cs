using OnnxTrain.RoundTrip.Tests.Determinism;
using OnnxTrain.RoundTrip.Tests.Lifetime;

return args is ["bits"] ? Bits.Print() : AbandonedObjects.Run(args);

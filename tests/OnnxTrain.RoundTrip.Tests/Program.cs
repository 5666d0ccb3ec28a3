using OnnxTrain.RoundTrip.Tests.Lifetime;

return AbandonedObjects.Run(args);

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>A batch of made-up rows, in place for the native step and as feeds for a file.</summary>
internal sealed class StepBatch
{
    private readonly List<(string Name, TensorData Tensor)> _feeds = [];

    public StepBatch(Model model, TrainingStep<float> step, int number)
    {
        var random = new Random(number);
        step.Prepare(StepCase.Batch);
        var features = step.Features(0);
        for (var i = 0; i < features.Length; i++) features[i] = (float)((random.NextDouble() * 2) - 1);
        _feeds.Add((((InputValue)model.Inputs[0]).Name, TensorData.Of<float>(features, model.Inputs[0].Shape.With(0, StepCase.Batch))));
        var type = step.Batch.Target.Type;
        if (type.ElementType == ElementType.Int64)
        {
            foreach (ref var label in step.Labels) label = random.Next(5);
            _feeds.Add(("target", TensorData.Of<long>(step.Labels, type.Shape.With(0, StepCase.Batch))));
            return;
        }

        var targets = step.Targets;
        for (var i = 0; i < targets.Length; i++) targets[i] = targets.Length == features.Length ? features[i] : random.Next(2);
        _feeds.Add(("target", TensorData.Of<float>(targets, type.Shape.With(0, StepCase.Batch))));
    }

    /// <summary>What a file takes besides variables.</summary>
    public IEnumerable<(string Name, TensorData Tensor)> Feeds(OrtRunner session, double rate, int step, ulong seed)
    {
        (string Name, TensorData Tensor)[] all =
        [
            .. _feeds,
            (
                "learning_rate",
                TensorData.Scalar(
                    rate,
                    session.Inputs.Single(i => i.Name == "learning_rate").ElementType == "float64"
                        ? ElementType.Float64
                        : ElementType.Float32)),
            ("step", TensorData.Scalar(step, ElementType.Int64)),
            ("seed", TensorData.Scalar(seed, ElementType.Int64)),
        ];
        return all.Where(feed => session.Inputs.Any(i => i.Name == feed.Name));
    }
}

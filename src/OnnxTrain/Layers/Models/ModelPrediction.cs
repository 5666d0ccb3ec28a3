namespace OnnxTrain;

/// <summary>Runs a model on rows in memory, so many at a time that memory does not grow with their number.</summary>
internal sealed class ModelPrediction : IDisposable
{
    private const int MostRows = 1024, ElementsAtOnce = 1 << 22;

    private readonly Model _model;
    private readonly PredictionOutputs _outputs;
    private readonly Evaluator _evaluator;

    public ModelPrediction(Model model)
    {
        _model = model;
        _outputs = new([.. model.Outputs.Select(o => (o.Name, o.Value.ElementType.Text()))], "The model");
        _evaluator = new(model.Inputs, [.. _outputs.Names.Select(name => model.Outputs.First(o => o.Name == name).Value)]);
    }

    /// <summary>Rows in memory as the inputs of a model take them.</summary>
    /// <exception cref="ArgumentException">They do not fit the inputs.</exception>
    public static TensorData[] Tensors(Model model, IReadOnlyList<RowTensor> rows)
    {
        if (rows.Count != model.Inputs.Count)
            throw new ArgumentException(
                $"{rows.Count} tensors were given; the model takes {model.Inputs.Count} inputs: "
                    + $"{string.Join(", ", model.Inputs.Select(input => input.ToString()))}.");
        return
        [
            .. rows.Select((tensor, i) =>
            {
                var input = model.Inputs[i];
                return tensor.ElementType.Fills(input.ElementType)
                    ? tensor.ToData(input.ElementType, Shape.Of(tensor.Lengths))
                    : throw new ArgumentException($"The input {input} takes {input.ElementType.Text()}; {tensor} was given.");
            }),
        ];
    }

    /// <summary>Predictions for all rows of inputs, in order.</summary>
    public List<Prediction> Rows(IReadOnlyList<TensorData> inputs)
    {
        var count = (int)inputs[0].Type.Shape[0].Size;
        if (inputs.FirstOrDefault(input => input.Type.Shape.Rank == 0 || input.Type.Shape[0].Size != count) is { } other)
            throw new ArgumentException($"One input has {count} rows, and another is {other.Type}.");
        var atOnce = AtOnce(inputs, count);
        var predictions = new List<Prediction>(count);
        for (var start = 0; start < count; start += atOnce)
        {
            var rows = Math.Min(atOnce, count - start);
            predictions.AddRange(Rows([.. inputs.Select(input => input.Rows(start, rows))], rows));
        }

        return predictions;
    }

    /// <summary>Predictions for all rows of a source, in order.</summary>
    public Prediction[] Rows(IRowSource source)
    {
        var predictions = new Prediction[RowRoles.RequireCount(source)];
        foreach (var size in source.Sizes?.Rows() ?? [RowRange.Of(0, predictions.Length, predictions.Length)])
        {
            foreach (var places in size.Chunk(MostRows))
            {
                var found = Rows(_model.ToInputs(RowMemory.Features(source.Select(places))));
                for (var i = 0; i < places.Length; i++) predictions[places[i]] = found[i];
            }
        }

        return predictions;
    }

    /// <summary>Predictions for one batch.</summary>
    public Prediction[] Rows(IReadOnlyList<TensorData> inputs, int rows) =>
        _outputs.Rows(_evaluator.Run(inputs), rows, _model.Classes.Count);

    public void Dispose() => _evaluator.Dispose();

    private static int AtOnce(IReadOnlyList<TensorData> inputs, int count)
    {
        var longest = inputs.Max(input => input.Elements.LongLength) / Math.Max(count, 1);
        return (int)Math.Clamp(ElementsAtOnce / Math.Max(longest, 1), 1, MostRows);
    }
}

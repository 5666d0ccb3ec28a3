using Microsoft.ML;
using Microsoft.ML.Data;
using OnnxTrain.Tests;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Sources.Tests;

/// <summary>Exported files in pipelines of ML.NET, which runs them a row at a time in ONNX Runtime.</summary>
[InvariantCulture]
public sealed class PipelineTests : IDisposable
{
    private static readonly MLContext Context = HouseViews.Context;
    private static readonly House[] Houses = House.Some(300);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_classifier_gives_the_labels_and_probabilities_of_the_model(bool isFrame)
    {
        House[] known = [.. Houses.Where(h => h.City is not null)];
        var view = isFrame ? HouseViews.Frame(known) : HouseViews.View(known);
        var (model, rows) = Trained(view, rows => TabularModel.Classifier(rows, "city", [8]));
        var expected = model.Predict(rows);

        var scored = Scored(HouseViews.View(known), model);

        var labels = scored.GetColumn<VBuffer<ReadOnlyMemory<char>>>("label").Select(l => l.GetItemOrDefault(0).ToString());
        Assert.Equal(expected.Select(p => p.Label), labels);
        var probabilities = scored.GetColumn<VBuffer<float>>("probabilities").Select(p => p.DenseValues().ToArray()).ToArray();
        Assert.All(expected.Zip(probabilities), pair => Assert.All(
            pair.First.Probabilities.ToArray().Zip(pair.Second), p => Assert.Equal(p.First, p.Second, 2e-6f)));
    }

    [Fact]
    public void A_regressor_gives_the_numbers_of_the_model()
    {
        var (model, rows) = Trained(HouseViews.View(Houses), rows => TabularModel.Regressor(rows, "price", [8]));
        var expected = model.Predict(rows);

        // A buffer is used for row after row.
        var scored = Scored(HouseViews.View(Houses), model);
        float[] predicted = [.. scored.GetColumn<VBuffer<float>>("prediction").Select(values => values.GetItemOrDefault(0))];

        // The ids are beyond float32: the file takes them as float64.
        Assert.Equal(ElementType.Float64, model.Inputs.Cast<InputValue>().Single(input => input.Name == "id").ElementType);
        Assert.All(expected.Zip(predicted), pair => Assert.Equal(1, pair.Second / pair.First.Value, 2e-6f));
    }

    [Fact]
    public void Predictions_in_a_pipeline_can_be_read_as_rows_again()
    {
        var (model, _) = Trained(HouseViews.View(Houses), rows => TabularModel.Regressor(rows, "price", [8]));

        var rows = DataViewRows.From(Scored(HouseViews.View(Houses), model));

        var prediction = rows.Columns.Single(column => column.Name == "prediction");
        Assert.Equal((ElementType.Float32, 1L), (prediction.ElementType, prediction.RowShape.ElementCount));
        Assert.DoesNotContain(rows.ToTable()["prediction"].Numbers.ToArray(), double.IsNaN);
    }

    private static (DataModel Model, IRowSource Rows) Trained(IDataView view, Func<IRowSource, DataModel> create)
    {
        var rows = DataViewRows.From(view);
        var model = create(rows);
        using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 1 });
        trainer.Fit(model.Encode(rows), epochs: 3);
        return (model, rows);
    }

    /// <summary>The data with the outputs of the file, each input of the type that the file takes.</summary>
    private IDataView Scored(IDataView view, DataModel model)
    {
        var path = Path.Combine(_folder.Path, "houses.onnx");
        model.ExportOnnx(path);
        IEstimator<ITransformer> pipeline = new EstimatorChain<ITransformer>();
        foreach (var input in model.Inputs.Cast<InputValue>())
        {
            var kind = input.ElementType == ElementType.Float32 ? DataKind.Single : DataKind.Double;
            if (input.ElementType != ElementType.String)
                pipeline = pipeline.Append(Context.Transforms.Conversion.ConvertType(input.Name, outputKind: kind));
        }

        return pipeline.Append(Context.Transforms.ApplyOnnxModel(path)).Fit(view).Transform(view);
    }
}

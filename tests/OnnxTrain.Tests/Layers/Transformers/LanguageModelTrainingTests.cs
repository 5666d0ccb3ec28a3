using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers.Transformers;

/// <summary>A language model trained by the trainer, with classes last and labels that do not count.</summary>
public class LanguageModelTrainingTests
{
    private const int Vocabulary = 6, Length = 8, Rows = 24;

    [Fact]
    public void A_language_model_learns_which_token_follows()
    {
        // Each row counts on from its first token; the first label of a row does not count.
        long[] tokens = [.. Enumerable.Range(0, Rows * Length).Select(i => (long)((i / Length) + (i % Length)) % Vocabulary)];
        long[] following = [.. tokens.Select((token, i) => i % Length == 0 ? -100 : (token + 1) % Vocabulary)];
        var model = new Model(
            new Gpt2(Vocabulary, Length, 16, 2, 1, dropout: 0), Value.Input("x", ElementType.Int64, ["batch", "sequence"]));
        model.Initialize(1);
        var data = new Dataset(Tensor.Create(tokens, [Rows, Length]), Tensor.Create(following, [Rows, Length]));
        using var trainer = new Trainer(
            model, new Adam(1e-2), new CrossEntropyLoss { ClassAxis = -1, IgnoreIndex = -100 }, new() { Seed = 1, BatchSize = 8 });
        var history = trainer.Fit(data, 30, data);
        Assert.InRange(history.Epochs[0].TrainingLoss, 1, 3);
        Assert.InRange(history.Epochs[^1].ValidationLoss!.Value, 0, 0.05);
    }

    [Fact]
    public void A_label_beyond_the_vocabulary_is_refused_with_its_place()
    {
        var model = new Model(new Gpt2(Vocabulary, Length, 16, 2, 1), Value.Input("x", ElementType.Int64, ["batch", "sequence"]));
        var labels = new long[2 * Length];
        labels[11] = Vocabulary;
        var data = new Dataset(Tensor.Create(new long[2 * Length], [2, Length]), Tensor.Create(labels, [2, Length]));
        using var trainer = new Trainer(model, new Adam(1e-2), new CrossEntropyLoss { ClassAxis = -1 });
        var refused = Assert.Throws<DataException>(() => trainer.Fit(data, 1));
        Assert.Contains("row 1, position 3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 5", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_last_give_the_loss_gradient_and_accuracy_of_classes_first()
    {
        var (x, target) = (Value.Input("x", ElementType.Float64, ["batch", 3, 5]), Value.Input("target", ElementType.Int64, ["batch", 3]));
        var weights = Value.Input("weights", ElementType.Float64, ["batch"]);
        (ClassLoss First, ClassLoss Last)[] losses =
        [
            (
                new CrossEntropyLoss { LabelSmoothing = 0.1, IgnoreIndex = 4, Weight = [1, 2, 3, 4, 5] },
                new CrossEntropyLoss { LabelSmoothing = 0.1, IgnoreIndex = 4, Weight = [1, 2, 3, 4, 5], ClassAxis = -1 }),
            (new FocalLoss(), new FocalLoss { ClassAxis = -1 }), (new DiceLoss(), new DiceLoss { ClassAxis = -1 }),
            (new NllLoss { Reduction = Reduction.BatchMean }, new NllLoss { Reduction = Reduction.BatchMean, ClassAxis = -1 }),
        ];
        foreach (var (first, last) in losses)
        {
            Assert.Equal(target.Type, last.TargetType(x.Type));
            Value[] values =
            [
                .. new[] { (Loss: first, X: x.Transpose(0, 2, 1)), (Loss: last, X: x) }.SelectMany(of =>
                {
                    var plain = of.Loss.Of(of.X, target);
                    var weighted = of.Loss.Of(of.X, target, weights);
                    return (Value[])[plain, weighted, of.Loss.Accuracy(of.X, target), .. (plain + weighted).Gradient([x])];
                }),
            ];
            using var evaluator = new Evaluator([x, target, weights], values);
            var results = evaluator.Run([
                TensorData.Of<double>([.. Enumerable.Range(0, 30).Select(i => Math.Sin(i * i))], [2, 3, 5]),
                TensorData.Of<long>([0, 4, 2, 1, 3, 4], [2, 3]), TensorData.Of<double>([0.5, 2], [2]),
            ]);
            for (var i = 0; i < 4; i++)
                Assert.All(results[i].Numbers().Zip(results[i + 4].Numbers()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { ClassAxis = 2 });
    }
}

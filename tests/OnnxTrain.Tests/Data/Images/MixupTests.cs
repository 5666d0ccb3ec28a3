using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Data.Images;

public sealed class MixupTests
{
    private const int Rows = 6, Classes = 3;

    private static readonly ImageAugmentation Mixup = new() { Mixup = 1 };

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Shares_have_the_moments_of_their_distribution(double alpha)
    {
        double[] shares = [.. Enumerable.Range(0, 20000).Select(i =>
        {
            var position = 0UL;
            return ImageMixer<double>.Beta(alpha, new RandomStream(7, 0, (uint)i), ref position);
        })];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));

        // Mean 1/2, variance 1 / (4 (2α + 1)); the mean of 20000 has a standard deviation of at most 0.0035.
        Assert.InRange(shares.Average(), 0.5 - 0.014, 0.5 + 0.014);
        var variance = 1 / (4 * ((2 * alpha) + 1));
        Assert.InRange(shares.Average(share => (share - 0.5) * (share - 0.5)) / variance, 0.95, 1.05);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Images_are_mixed_with_those_whose_answers_are_kept(bool ofBytes)
    {
        // The level of an image is 40 times its label, so that its partner's label says what was mixed in.
        byte[] bytes = [.. Enumerable.Range(0, Rows * 4).Select(i => (byte)(40 * (i / 4)))];
        int[] labels = [.. Enumerable.Range(0, Rows)];
        var data = ofBytes ? new Dataset(Tensor.Create(bytes, [Rows, 2, 2, 1]), labels, Rows)
            : new(Tensor.Create(Array.ConvertAll(bytes, b => (float)b), [Rows, 1, 2, 2]), labels, Rows);
        var augmenter = new ImageAugmenter<double>(Mixup, 3, new RowRoles(data).Features[0], Rows);
        using var reader = new BatchReader<double>(data, Rows, seed: 1, augment: augmenter.Apply);
        var shares = new HashSet<double>();
        for (var i = 0; i < 20; i++)
        {
            var batch = reader.Read();
            shares.Add(batch.Share);
            Assert.Equal(labels.Select(l => (long)l), batch.PartnerLabels.ToArray().Order());
            for (var row = 0; row < Rows; row++)
            {
                var expected = 40 * ((batch.Share * batch.Labels[row]) + ((1 - batch.Share) * batch.PartnerLabels[row]));
                for (var pixel = 0; pixel < 4; pixel++)
                    Assert.Equal(
                        expected, ofBytes ? batch.Pixels(0)[(row * 4) + pixel] : batch.Features(0)[(row * 4) + pixel],
                        ofBytes ? 0.501 : 1e-9);
            }
        }

        Assert.Equal(20, shares.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_loss_is_that_against_mixed_probabilities(bool isWeighted)
    {
        double[] weight = isWeighted ? [1, 2, 5] : [1, 1, 1];
        var (data, model) = (Images(), NewModel());
        using var step = new TrainingStep<double>(
            model, isWeighted ? new CrossEntropyLoss { Weight = [1, 2, 5] } : new CrossEntropyLoss(), new Sgd(1e-18),
            new() { Augmentation = new() { Mixup = 0.2 } });
        var augmenter = new ImageAugmenter<double>(Mixup, 3, new RowRoles(data).Features[0], Rows);
        using var reader = new BatchReader<double>(data, Rows, seed: 1, augment: augmenter.Apply);
        for (var i = 0; i < 5; i++)
        {
            var batch = reader.Read();
            var (loss, accuracy) = step.Run(batch, 1e-18);
            var (sum, total, right) = (0.0, 0.0, 0.0);
            for (var row = 0; row < Rows; row++)
            {
                // p from the model's own weights, in plain loops.
                var w = model.Parameters[0].Elements<double>();
                var b = model.Parameters[1].Elements<double>();
                double[] logits = [0, 0, 0];
                for (var c = 0; c < Classes; c++)
                {
                    logits[c] = b[c];
                    for (var k = 0; k < 4; k++) logits[c] += w[(c * 4) + k] * batch.Features(0)[(row * 4) + k];
                }

                var norm = Math.Log(logits.Sum(Math.Exp));
                foreach (var (label, share) in new[] { (batch.Labels[row], batch.Share), (batch.PartnerLabels[row], 1 - batch.Share) })
                {
                    sum += share * weight[label] * (norm - logits[label]);
                    total += share * weight[label];
                    right += logits.Max() == logits[label] ? share / Rows : 0;
                }
            }

            Assert.Equal(sum / total, loss, 9);
            Assert.Equal(right, accuracy, 9);
            Assert.Equal(isWeighted ? total : Rows, step.Total, 9);
        }
    }

    [Fact]
    public void A_gradient_is_that_of_the_mixed_loss()
    {
        // One step of plain descent at rate 1 shows the gradient; for cross-entropy that of the bias is the mean of p − q.
        var (data, model) = (Images(), NewModel());
        using var step = new TrainingStep<double>(
            model, new CrossEntropyLoss(), new Sgd(1), new() { Augmentation = new() { Mixup = 0.2 } });
        var augmenter = new ImageAugmenter<double>(Mixup, 8, new RowRoles(data).Features[0], Rows);
        using var reader = new BatchReader<double>(data, Rows, seed: 1, augment: augmenter.Apply);
        var batch = reader.Read();
        var (w, b) = (model.Parameters[0].Elements<double>().ToArray(), model.Parameters[1].Elements<double>().ToArray());
        var expected = new double[Classes];
        for (var row = 0; row < Rows; row++)
        {
            double[] e =
            [
                .. Enumerable
                    .Range(0, Classes)
                    .Select(c => Math.Exp(b[c] + Enumerable.Range(0, 4).Sum(k => w[(c * 4) + k] * batch.Features(0)[(row * 4) + k]))),
            ];
            for (var c = 0; c < Classes; c++)
                expected[c] +=
                    ((e[c] / e.Sum()) - (batch.Labels[row] == c ? batch.Share : 0) - (batch.PartnerLabels[row] == c ? 1 - batch.Share : 0))
                    / Rows;
        }

        step.Run(batch, 1);
        for (var c = 0; c < Classes; c++) Assert.Equal(b[c] - expected[c], model.Parameters[1].Elements<double>()[c], 12);
    }

    [Fact]
    public void What_does_not_go_with_it_is_refused()
    {
        var data = Images();
        using var trainer = new Trainer(NewModel(), new Sgd(0.1), options: new() { Augmentation = Mixup });
        Assert.Contains(
            "Mixup and row weights",
            Assert.Throws<NotSupportedException>(() => trainer.Fit(data.WithWeights([1, 2, 3, 4, 5, 6]), 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageAugmentation { Mixup = -1 });
    }

    private static Model NewModel()
    {
        var model = Model.Classifier(
            new Sequential(new Flatten(), new Linear(4, Classes)), Value.Input("x", ElementType.Float64, ["batch", 1, 2, 2]), Classes);
        model.Initialize(2);
        return model;
    }

    private static Dataset Images() =>
        new(
            Tensor.Create([.. Enumerable.Range(0, Rows * 4).Select(i => (float)Math.Sin(i * 3))], [Rows, 1, 2, 2]),
            [0, 1, 2, 2, 1, 0],
            Classes);
}

using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Estimators of rows of any source.</summary>
public class RowEstimatorTests
{
    private static readonly Tensor<byte> Pixels = Tensor.Create(
        [.. Enumerable.Range(0, 18 * 4).Select(i => (byte)(i / 4 % 3 == 0 ? i * 29 % 90 : 255 - (i * 31 % 90)))], [18, 2, 2, 1]);

    private static readonly int[] Labels = [.. Enumerable.Range(0, 18).Select(i => i % 3 == 0 ? 0 : 1)];

    [Fact]
    public void A_table_gives_the_bits_that_an_estimator_of_tables_gives()
    {
        var expected = CrossValidation.Run(SelectionModels.Classifier(), SelectionModels.Points, new() { Folds = 4, Seed = 9 });
        var rows = new Estimator(
            train => DataModel.Create(
                train, [new NumberFeature("x"), new NumberFeature("z")], [new ClassTarget("class")], new() { Hidden = [4] }),
            (model, seed) => new Trainer(model, new Adam(3e-2), options: new() { Seed = seed, BatchSize = 4 }))
        {
            Epochs = 30,
        };

        Same(expected, CrossValidation.Run(rows, SelectionModels.Points, new() { Folds = 4, Seed = 9 }));
        Same(expected, CrossValidation.Run(rows, (IRowSource)SelectionModels.Points, new() { Folds = 4, Seed = 9 }));

        static void Same(CrossValidationResult expected, CrossValidationResult actual)
        {
            foreach (var (one, other) in expected.Folds.Zip(actual.Folds)) Assert.Equal((one.Loss, one.Score), (other.Loss, other.Score));
        }
    }

    /// <summary>Images of each fold are normalized by the mean of the others alone.</summary>
    [Fact]
    public void A_fold_of_images_is_an_ordinary_training_of_the_others()
    {
        IRowSource images = new Dataset(Pixels, Labels, 2);
        var result = CrossValidation.Run(Images(), images, new() { Folds = 3, Seed = 2 });
        var folds = Folds.Stratified(Labels, 3, seed: 2);

        for (var i = 0; i < folds.Count; i++)
        {
            var train = images.Select(Array.ConvertAll(folds[i].Train, row => (long)row));
            var test = images.Select(Array.ConvertAll(folds[i].Test, row => (long)row));
            var model = NewModel(train);
            Assert.Equal(
                folds[i].Train.SelectMany(row => Enumerable.Range(0, 4).Select(p => Pixels[row, p / 2, p % 2, 0] / 255.0)).Average(),
                model.Image!.Mean![0], 1e-9);
            model.Initialize(result.Folds[i].Seed);
            using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = result.Folds[i].Seed });
            var history = trainer.Fit(train, 4, test);
            Assert.Equal(
                history.Epochs.Select(epoch => epoch.TrainingLoss), result.Folds[i].History.Epochs.Select(epoch => epoch.TrainingLoss));
        }

        var members = RandomStarts.Run(Images(), images, options: new() { Count = 2 });
        Assert.IsType<DataModel>(members.ToEnsemble());
        Assert.Equal(2, GridSearch.Run([1, 2], _ => Images(), images, new() { Folds = 3 }).Trials.Count);
    }

    private static Estimator Images() => new(
        NewModel, (model, seed) => new Trainer(model, new Adam(1e-2), options: new() { Seed = seed })) { Epochs = 4 };

    private static DataModel NewModel(IRowSource train) =>
        ImageModel.Classifier(train, ["dark", "light"], new Sequential(new Flatten(), new Linear(4, 2)));
}

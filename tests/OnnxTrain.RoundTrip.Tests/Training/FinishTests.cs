using System.Text.Json.Nodes;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// A model finished with weights that ONNX Runtime trained is the one that the library trained; files that do not belong together are
/// refused.
/// </summary>
public sealed class FinishTests : IDisposable
{
    private const int Epochs = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_file_predicts_as_the_trained_model()
    {
        var (model, rows) = (StepModels.Perceptron(new Dropout(0.3)), StepRows.Classes());
        using var run = Run(model, rows);
        OnnxVerifier.Verify(model, run.Finish(), rows).ThrowIfDifferent();
    }

    [Fact]
    public void Before_the_weights_are_in_it_predicts_otherwise()
    {
        var (model, rows) = (StepModels.Perceptron(), StepRows.Classes());
        using var run = Run(model, rows);
        Assert.False(OnnxVerifier.Verify(model, run.Files.Model, rows).IsEquivalent);
    }

    /// <summary>Running statistics are variables too.</summary>
    [Fact]
    public void A_network_with_batch_normalization_is_finished_with_its_statistics()
    {
        var model = StepModels.Convolutional();
        var random = new Random(4);
        float[] pixels = [.. Enumerable.Range(0, StepRows.Count * 2 * 81).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, StepRows.Count).Select(i => i % 5)];
        var rows = new Dataset(System.Numerics.Tensors.Tensor.Create(pixels, [StepRows.Count, 2, 9, 9]), labels, 5);
        using var run = Run(model, rows);
        OnnxVerifier.Verify(model, run.Finish(), rows).ThrowIfDifferent();
    }

    [Fact]
    public void The_checkpoint_of_the_library_finishes_a_model_too()
    {
        var (model, rows) = (StepModels.Perceptron(), StepRows.Classes());
        using var run = Run(model, rows);
        model.SaveWeights(_folder["native.safetensors"]);
        TrainingFiles.Finish(run.Files.Folder, _folder["native.safetensors"], _folder["native.onnx"]);
        OnnxVerifier.Verify(model, _folder["native.onnx"], rows).ThrowIfDifferent();
    }

    [Fact]
    public void A_variable_that_is_missing_is_named_with_what_there_is()
    {
        var weights = StepRun.Initial(Export(StepModels.Perceptron()));
        weights.Remove("3.bias");
        Refuses(weights, "lacks '3.bias'");
    }

    [Fact]
    public void A_variable_of_another_shape_is_named_with_both_shapes()
    {
        var weights = StepRun.Initial(Export(StepModels.Perceptron()));
        weights["3.weight"] = TensorData.Of<float>(new float[32], [16, 2]);
        Refuses(weights, "'3.weight' is F32 [16, 2]", "float32[16, 16]");
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        var other = StepRun.Initial(Export(StepModels.Autoencoder(null)));
        Export(StepModels.Perceptron());
        Refuses(other, "lacks '0.weight'", "another model");
    }

    [Fact]
    public void A_model_file_that_was_cut_short_is_refused()
    {
        var first = Export(StepModels.Perceptron());
        var weights = StepRun.Initial(first);
        var model = File.ReadAllBytes(first.Model);
        File.WriteAllBytes(first.Model, model[..(model.Length / 2)]);
        Refuses(weights, "do not belong together");
    }

    /// <summary>Two weights of one shape: with their places swapped, all but the model would be right.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Swapped_places_are_refused(bool hasChecksum)
    {
        var files = Export(StepModels.Autoencoder(null));
        var manifest = JsonNode.Parse(File.ReadAllText(files.Manifest))!;
        var placed = manifest["variables"]!.AsArray().Where(v => v!["offset"] is not null).ToList();
        var (first, second) = (
            placed[0]!,
            placed.Skip(1).First(v => v!["length"]!.GetValue<long>() == placed[0]!["length"]!.GetValue<long>())!);
        (first["offset"], second["offset"]) = (second["offset"]!.DeepClone(), first["offset"]!.DeepClone());
        if (!hasChecksum) manifest.AsObject().Remove("model_sha256");
        File.WriteAllText(files.Manifest, manifest.ToJsonString());
        Refuses(StepRun.Initial(files), "do not belong together", first["name"]!.GetValue<string>());
    }

    [Fact]
    public void A_model_that_was_replaced_is_refused()
    {
        var files = Export(StepModels.Perceptron());
        var (weights, model) = (StepRun.Initial(files), File.ReadAllBytes(files.Model));
        model[^1] ^= 1;
        File.WriteAllBytes(files.Model, model);
        Refuses(weights, "do not belong together", "changed or replaced");
    }

    [Fact]
    public void Files_of_the_version_before_checksums_are_finished()
    {
        var files = Export(StepModels.Perceptron());
        var manifest = JsonNode.Parse(File.ReadAllText(files.Manifest))!.AsObject();
        Assert.True(manifest.Remove("model_sha256"));
        File.WriteAllText(files.Manifest, manifest.ToJsonString());
        TrainingFiles.Finish(files.Folder, files.Weights, _folder["finished.onnx"]);
        Assert.Equal(File.ReadAllBytes(files.Model), File.ReadAllBytes(_folder["finished.onnx"]));
    }

    [Theory]
    [InlineData("training.json")]
    [InlineData("model.onnx")]
    public void A_file_that_is_missing_is_named(string name)
    {
        var weights = StepRun.Initial(Export(StepModels.Perceptron()));
        File.Delete(Path.Combine(_folder["files"], name));
        Refuses(weights, $"{name} does not exist");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"format\":\"onnxtrain-training-1\"}")]
    [InlineData(
        "{\"format\":\"onnxtrain-training-1\","
            + "\"variables\":[{\"name\":null,\"type\":\"float32\",\"shape\":[1],\"update\":null,\"inference\":true}]}")]
    [InlineData(
        "{\"format\":\"onnxtrain-training-1\","
            + "\"variables\":[{\"name\":\"a\",\"type\":\"float32\",\"shape\":[-1],\"update\":null,\"inference\":true}]}")]
    [InlineData(
        "{\"format\":\"onnxtrain-training-1\","
            + "\"variables\":[{\"name\":\"a\",\"type\":\"int8\",\"shape\":[1],\"update\":null,\"inference\":true}]}")]
    public void A_description_that_is_none_is_refused(string text)
    {
        var weights = StepRun.Initial(Export(StepModels.Perceptron()));
        File.WriteAllText(Path.Combine(_folder["files"], "training.json"), text);
        Refuses(weights, "is not the description of training files");
    }

    [Fact]
    public void A_description_of_a_later_format_is_refused()
    {
        var weights = StepRun.Initial(Export(StepModels.Perceptron()));
        File.WriteAllText(Path.Combine(_folder["files"], "training.json"), "{\"format\":\"onnxtrain-training-9\"}");
        Refuses(weights, "'onnxtrain-training-9'", "'onnxtrain-training-1'");
    }

    private void Refuses(Dictionary<string, TensorData> weights, params string[] words)
    {
        SafeTensors.Write(_folder["w.safetensors"], weights);
        var refused = Assert.Throws<DataException>(() =>
            TrainingFiles.Finish(_folder["files"], _folder["w.safetensors"], _folder["finished.onnx"]));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["finished.onnx"]));
    }

    private TrainingFiles Export(Model model)
    {
        using var trainer = new Trainer(model, new Adam(1e-3));
        return trainer.ExportTraining(_folder["files"]);
    }

    private static FitRun Run(Model model, Dataset rows)
    {
        using var trainer = new Trainer(model, new Sgd(0.1) { Momentum = 0.9 }, options: new()
        {
            Seed = 7, BatchSize = StepRows.Batch, Sampling = Sampling.InOrder,
        });
        return new(trainer, rows, VerificationData.Of(model, rows), Epochs);
    }
}

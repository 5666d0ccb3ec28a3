using System.Numerics.Tensors;
using OnnxTrain.Onnx;
using OnnxTrain.Tests.Data.Images;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>A model whose file takes pixels as they are: the preprocessing is part of the graph that is trained.</summary>
public class ByteInputTests
{
    private const int Height = 4, Width = 5, Channels = 3;

    [Fact]
    public void A_model_of_raw_pixels_learns_and_its_file_takes_uint8()
    {
        var data = Images(300);
        using var folder = new Verification.TemporaryFolder();
        var path = folder["pixels.onnx"];
        var model = Model.Classifier(
            new Network(), Value.Input("image", ElementType.UInt8, ["batch", Height, Width, Channels]),
            ["dark", "red", "blue"]);
        using var trainer = new Trainer(model, new Adam(0.02), options: new() { Seed = 1 });
        var (train, rest) = data.Split(0.8, seed: 2);
        var history = trainer.Fit(train, 30, rest);
        Assert.Equal(1, history.Epochs[^1].ValidationMetric);

        model.ExportOnnx(path);
        OnnxVerifier.Verify(model, path, rest).ThrowIfDifferent();
        Assert.Equal((int)TensorProto.Types.DataType.Uint8, Assert.Single(model.ToOnnx().Graph.Input).Type.TensorType.ElemType);
    }

    [Fact]
    public void From_a_folder_of_files_to_a_verified_file()
    {
        using var folder = new Verification.TemporaryFolder();
        var rows = Images(60);
        for (var row = 0; row < rows.RowCount; row++)
        {
            var path = folder[Path.Combine("images", $"class {rows.Labels[row]}", $"{row:000}.png")];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var length = Height * Width * Channels;
            File.WriteAllBytes(
                path,
                new PngWriter(Width, Height, 2, 8).Write([
                    .. Dataset.Elements(rows.Pixels!).Slice(row * length, length).ToArray().Select(b => (int)b),
                ]));
        }

        var images = ImageFolder.Open(folder["images"], new() { Decoders = [new SkiaDecoder()] });
        var (train, test) = images.Split(0.8, seed: 1);
        var model = Model.Classifier(
            new Network(), Value.Input("image", ElementType.UInt8, ["batch", Height, Width, Channels]), images.Classes);
        using var trainer = new Trainer(model, new Adam(0.02), options: new()
        {
            Seed = 1, Augmentation = new()
            {
                Shift = 1, HorizontalFlip = true, Mixup = 0.2,
            },
        });
        var history = trainer.Fit(train, 40, test);
        Assert.Equal(1, history.Epochs[^1].ValidationMetric);
        model.ExportOnnx(folder["model.onnx"]);
        OnnxVerifier.Verify(model, folder["model.onnx"], test).ThrowIfDifferent();
        Assert.Equal("shift 1, flip, mixup 0.2", model.Metadata["training.augmentation"]);
    }

    [Fact]
    public void Bytes_and_numbers_do_not_mix_silently()
    {
        var model = Model.Classifier(new Network(), Value.Input("image", ElementType.UInt8, ["batch", Height, Width, Channels]), 3);
        using var trainer = new Trainer(model, new Adam(0.02));
        var numbers = new Dataset(Tensor.Create(new float[2 * Height * Width * Channels], [2, Height, Width, Channels]), [0, 1], 3);
        Assert.Contains(
            "takes uint8; the data have float32[2, 4, 5, 3]",
            Assert.Throws<ArgumentException>(() => trainer.Fit(numbers, 1)).Message,
            StringComparison.Ordinal);

        var floats = Model.Classifier(
            new Linear(Height * Width * Channels, 3), Value.Input("x", ElementType.Float32, ["batch", Height * Width * Channels]), 3);
        using var other = new Trainer(floats, new Adam(0.02));
        Assert.Contains(
            "takes float32; the data have uint8[9, 4, 5, 3]",
            Assert.Throws<ArgumentException>(() => other.Fit(Images(9), 1)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Noise that is dark, or bright in one channel.</summary>
    private static Dataset Images(int rows)
    {
        var random = new Random(5);
        var pixels = new byte[rows * Height * Width * Channels];
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            labels[row] = row % 3;
            for (var i = 0; i < Height * Width * Channels; i++)
            {
                var isBright = (labels[row], i % Channels) is (1, 0) or (2, 2);
                pixels[(row * Height * Width * Channels) + i] = (byte)(random.Next(100) + (isBright ? 120 : 0));
            }
        }

        return new(Tensor.Create(pixels, [rows, Height, Width, Channels]), labels, 3);
    }

    private sealed class Network : Module
    {
        private readonly Linear _hidden = new(Height * Width * Channels, 16), _logits = new(16, 3);

        public override Value Forward(Value x) =>
            (x.Transpose(0, 3, 1, 2).Cast(ElementType.Float32) / 255).Apply(new Flatten()).Apply(_hidden).Relu().Apply(_logits);
    }
}

using System.Numerics.Tensors;
using OnnxTrain;

/// <summary>The images, and what networks take.</summary>
internal static class Mnist
{
    public static Dataset Read(string folder, string part) =>
        IdxFile.ReadImagesAndLabels(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

    public static Value Input(int width) => Value.Input("x", ElementType.Float32, ["batch", width]);

    /// <summary>The first rows as a matrix.</summary>
    public static Tensor<float> Rows(Dataset data, int count) =>
        Tensor.Create(data.Features[0].As<float>().ToArray()[..(count * 784)], [count, 784]);

    private static string Find(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        return File.Exists(plain) ? plain : plain + ".gz";
    }
}

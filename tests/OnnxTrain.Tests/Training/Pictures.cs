using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Training;

/// <summary>
/// Pictures in noise, each with a square and a disc of one brightness that only their outline tells apart, and the class of every pixel.
/// </summary>
internal static class Pictures
{
    public const int Size = 24;

    /// <summary>What the pixels of a picture's frame are, which do not count.</summary>
    public const int Frame = 255;

    /// <summary>Ground 0, square 1, disc 2 and the outermost pixels <see cref="Frame"/>.</summary>
    public static Dataset Data(int count, uint seed)
    {
        var random = new RandomStream(seed, 0, 0);
        var (pixels, classes) = (new float[count * Size * Size], new float[count * Size * Size]);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (picture, y, x) = (i / (Size * Size), i / Size % Size, i % Size);
            var isLeft = random.Uniform((ulong)(1_000_000 + (picture * 5))) < 0.5;
            var (square, disc) = (isLeft ? Place(picture, 1) : Place(picture, 1) + 11, isLeft ? Place(picture, 2) + 11 : Place(picture, 2));
            var (squareTop, discTop) = (Place(picture, 3) + 5, Place(picture, 4) + 5);
            classes[i] = x is 0 or Size - 1 || y is 0 or Size - 1 ? Frame
                : Math.Max(Math.Abs(x - square - 5), Math.Abs(y - squareTop - 5)) <= 3 ? 1
                : ((x - disc - 5) * (x - disc - 5)) + ((y - discTop - 5) * (y - discTop - 5)) <= 18 ? 2 : 0;
            pixels[i] = (float)((classes[i] is 1 or 2 ? 1 : 0) + (0.15 * random.Normal((ulong)i)));
        }

        return new(Tensor.Create(pixels, [count, 1, Size, Size]), Tensor.Create(classes, [count, Size, Size]));

        int Place(int picture, int which) => (int)(random.Uniform((ulong)(1_000_000 + (picture * 5) + which)) * 3);
    }

    public static Model NewModel(ElementType type = ElementType.Float32) =>
        Model.Classifier(
            new UNet(1, 3, width: 4, depth: 2), Value.Input("image", type, ["batch", 1, Size, Size]),
            ["ground", "square", "disc"]);
}

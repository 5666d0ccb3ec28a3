using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Kernels;

/// <summary>
/// Every instruction set gives the same bits, whether it packs or reads in place. (That the bits are right, the table of operators tests.)
/// </summary>
public class ConvolutionKernelTests
{
    /// <summary>Images, channels, outputs, groups, height, width, taps, stride, padding.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, int> Shapes =>
        new()
        {
            { 3, 1, 6, 1, 28, 28, 5, 1, 2 },
            { 2, 6, 16, 1, 14, 14, 5, 1, 0 },
            { 2, 33, 13, 1, 9, 11, 3, 1, 1 },
            { 2, 40, 50, 1, 3, 3, 3, 1, 1 },
            { 2, 7, 7, 7, 17, 35, 3, 2, 1 },
            { 3, 4, 8, 4, 20, 33, 3, 1, 1 },
            { 1, 70, 40, 1, 9, 11, 1, 1, 0 },
            { 2, 5, 5, 1, 13, 50, 3, 2, 0 },
        };

    [Theory, MemberData(nameof(Shapes))]
    public void Float32(int images, int channels, int outputs, int groups, int height, int width, int taps, int stride, int padding) =>
        Check<float>(images, channels, outputs, groups, [height, width], new(taps, stride, 1, padding, padding));

    [Theory, MemberData(nameof(Shapes))]
    public void Float64(int images, int channels, int outputs, int groups, int height, int width, int taps, int stride, int padding) =>
        Check<double>(images, channels, outputs, groups, [height, width], new(taps, stride, 1, padding, padding));

    private static void Check<T>(int images, int channels, int outputs, int groups, int[] sizes, WindowAxis window)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        WindowAxis[] windows = [window, window];
        int[] positions = [.. sizes.Select(s => (int)window.Positions(s))];
        var (plane, target) = (sizes[0] * sizes[1], positions[0] * positions[1]);
        var (each, taps) = (outputs / groups, window.Kernel * window.Kernel);
        using var x = Drawn<T>(images * channels * plane, 1);
        using var w = Drawn<T>(outputs * channels / groups * taps, 2);
        using var g = Drawn<T>(images * outputs * target, 3);
        var (blockX, blockW, blockG) = (
            x.Block<T>(0, images * channels * plane), w.Block<T>(0, outputs * channels / groups * taps),
            g.Block<T>(0, images * outputs * target));
        var forward = new TapProblem<T>(blockX, blockW, blockG, TapGrid.Forward(windows, sizes))
        {
            Batch = images, Groups = groups, Channels = channels / groups, Outputs = each, Kernel = (1, window.Kernel, window.Kernel),
            GroupStride = each * channels / groups * taps, OutputStride = channels / groups * taps, ChannelStride = taps,
        };
        SameBits<T>(blockG.Length, (y, width, scratch) => Convolution.Bind(forward with { Target = y }, scratch, width)());
        SameBits<T>(
            blockX.Length,
            (y, width, scratch) =>
            {
                foreach (var grid in TapGrid.Backward(windows, sizes, positions))
                {
                    Convolution.Bind(
                        forward with
                        {
                            Source = blockG, Target = y, Grid = grid, Channels = each, Outputs = channels / groups, OutputStride = taps,
                            ChannelStride = forward.OutputStride,
                        },
                        scratch, width
                    )();
                }
            });
        SameBits<T>(blockW.Length, (y, width, scratch) => Convolution.BindWeightGradient(forward with { Weights = y }, scratch, width)());
    }

    private static void SameBits<T>(int count, Action<Block<T>, KernelWidth, Scratch> run)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var buffer = new NativeBuffer(count * 8);
        var y = buffer.Block<T>(0, count);
        T[]? first = null;
        foreach (var width in InstructionSets.Available)
        {
            using var scratch = new Scratch();
            y.Span.Fill(T.NaN);
            run(y, width, scratch);
            first ??= y.Span.ToArray();
            Assert.DoesNotContain(first, T.IsNaN);
            Assert.True(first.AsSpan().SequenceEqual(y.Span), $"{width} differs");
        }
    }

    private static NativeBuffer Drawn<T>(int count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var buffer = new NativeBuffer(count * 8);
        foreach (ref var element in buffer.Block<T>(0, count).Span)
            element = T.CreateChecked((2 * random.NextDouble()) - 1);
        return buffer;
    }
}

namespace OnnxTrain;

/// <summary>
/// Bytes [batch, height, width, channels] → numbers [batch, channels, height, width]: (x / 255 − mean) / deviation of each channel,
/// computed as (x − 255 · mean) / (255 · deviation). It is part of the model's graph, so the exported file does the same.
/// </summary>
internal sealed class ImagePreprocessing(ImageSpec spec) : Module
{
    private const double Most = byte.MaxValue;

    public override Value Forward(Value x) =>
        (x.Transpose(0, 3, 1, 2).Cast(ElementType.Float32) - Channels(spec.Mean)) / Channels(spec.Deviation);

    private static Value Channels(IReadOnlyList<double> numbers) =>
        Value.Constant<float>([.. numbers.Select(n => (float)(Most * n))], [numbers.Count, 1, 1]);
}

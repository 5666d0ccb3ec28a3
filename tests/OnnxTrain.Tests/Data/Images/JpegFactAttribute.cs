namespace OnnxTrain.Tests.Data.Images;

/// <summary>A test that is skipped, and says so, where libturbojpeg is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JpegFactAttribute : FactAttribute
{
    public JpegFactAttribute() => Skip = JpegDecoder.IsAvailable ? null : "libturbojpeg is not installed (Debian: libturbojpeg0).";
}

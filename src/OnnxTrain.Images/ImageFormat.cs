namespace OnnxTrain;

/// <summary>The formats that <see cref="SkiaDecoder"/> reads.</summary>
internal enum ImageFormat
{
    Png,
    Jpeg,
    WebP,
    Gif,
    Bmp,
    Ico,
}

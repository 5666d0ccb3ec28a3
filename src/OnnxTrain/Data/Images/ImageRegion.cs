namespace OnnxTrain;

/// <summary>
/// The part of a decoded image that the picture covers, in pixels. An image decoded at an eighth of its size has ⌈side / 8⌉ pixels, the
/// last of which is only partly covered.
/// </summary>
internal readonly record struct ImageRegion(double X, double Y, double Width, double Height);

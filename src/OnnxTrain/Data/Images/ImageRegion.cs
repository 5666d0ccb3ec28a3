namespace OnnxTrain;

/// <summary>
/// The part of an image that its picture covers, in pixels. An image decoded at an eighth of its sides has ⌈side / 8⌉ pixels, the last
/// of which is covered in part only.
/// </summary>
internal readonly record struct ImageRegion(double X, double Y, double Width, double Height);

namespace OnnxTrain;

/// <summary>A disk took no more bytes.</summary>
internal sealed class DiskException(Exception cause) : Exception(cause.Message, cause);

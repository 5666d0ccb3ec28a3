namespace OnnxTrain;

/// <summary>Data for autoencoders.</summary>
public static class Autoencoding
{
    /// <summary>The same rows with the features as regression targets; labels and targets are dropped.</summary>
    /// <param name="data">Rows with one tensor of features.</param>
    /// <returns>A data set that shares the memory of this one.</returns>
    /// <exception cref="ArgumentException">There are several tensors of features.</exception>
    public static Dataset AsAutoencoding(this Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Features.Count == 1
            ? new(data.Features[0], data.Features[0])
            : throw new ArgumentException(
                $"The data have {data.Features.Count} tensors of features; an autoencoder has exactly one.", nameof(data));
    }
}

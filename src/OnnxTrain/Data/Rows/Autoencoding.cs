namespace OnnxTrain;

/// <summary>Data for networks that give their input back.</summary>
public static class Autoencoding
{
    /// <summary>The same rows with the features as the numbers to predict; labels and targets are left out.</summary>
    /// <param name="data">Rows with one tensor of features.</param>
    /// <returns>A data set that uses the same memory.</returns>
    /// <exception cref="ArgumentException">There are several tensors of features.</exception>
    public static Dataset AsAutoencoding(this Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Features.Count == 1
            ? new(data.Features[0], data.Features[0])
            : throw new ArgumentException(
                $"The data have {data.Features.Count} tensors of features; an autoencoder gives one back.", nameof(data));
    }
}

// What digits look like before anyone has named them: a restricted Boltzmann machine and a denoising autoencoder learn 256 features of
// MNIST without labels, and a network that starts from such features is compared with one that starts from chance, on few labels.
//
//   dotnet run -c Release --project examples/Representation -- FOLDER [EPOCHS]
//
// FOLDER holds the four files of MNIST in IDX format, gzipped or not, as for examples/Mnist; EPOCHS (3) are the passes over the images
// for each layer that learns without labels. Writes pictures of the features and ONNX files to the current folder.
using System.Globalization;
using OnnxTrain;

if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project examples/Representation -- FOLDER [EPOCHS]");
    return 2;
}

try
{
    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    return Run(args[0], args.Length > 1 ? int.Parse(args[1]) : 3);
}
catch (Exception e) when (e is DataException or IOException or FormatException or ArgumentOutOfRangeException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Run(string folder, int epochs)
{
    var train = Mnist.Read(folder, "train");
    var test = Mnist.Read(folder, "t10k");
    var (images, unseen) = (train.AsAutoencoding(), test.AsAutoencoding());
    Console.WriteLine($"{train.RowCount} images to learn from, {test.RowCount} to judge by.\n");

    // A machine of 784 visible and 256 hidden units; its encoder and decoder become files of their own.
    Console.WriteLine("restricted Boltzmann machine 784-256, CD-1; the loss told is the mean square of the error");
    var machine = Learning.Machine(784, 256, images, epochs, seed: 1, unseen);
    Pictures.Filters(machine.Weight.ToTensor<float>(), "rbm-filters.png");
    using (var sampler = new GibbsSampler(machine) { Seed = 1 })
        Pictures.Tiles(sampler.Run(Mnist.Rows(test, 100), steps: 20).Probabilities, 0, 1, "rbm-samples.png");
    var same = Export(Model.Copy(machine.Encoder, Mnist.Input(784)), "rbm-encoder.onnx", unseen)
        & Export(Model.Copy(machine.Decoder, Mnist.Input(256)), "rbm-decoder.onnx", Codes(machine, test));

    // A denoising autoencoder of the same size, whose decoder uses the encoder's weights.
    Console.WriteLine(
        "denoising autoencoder 784-256-784, tied weights, 30 % of the pixels masked; the loss is the cross-entropy of an image");
    var (autoencoder, first) = Learning.Denoiser(784, 256, images, epochs, seed: 1, unseen);
    Pictures.Filters(first.Weight.ToTensor<float>(), "autoencoder-filters.png");
    same &= Export(Model.Copy(autoencoder, Mnist.Input(784)), "autoencoder.onnx", unseen)
        & Export(Model.Copy(autoencoder.Encoder, Mnist.Input(784)), "autoencoder-encoder.onnx", unseen);

    // Features first, labels later.
    FewLabels.Compare(train, test, labels: 1000, seeds: 3, epochs);
    return same ? 0 : 1;
}

static Dataset Codes(RestrictedBoltzmannMachine machine, Dataset test) =>
    new Dataset(Model.Copy(machine.Encoder, Mnist.Input(784)).Transform(test), test.Labels, test.Classes);

static bool Export(Model model, string file, Dataset data)
{
    model.ExportOnnx(file);
    var report = OnnxVerifier.Verify(model, file, data);
    Console.WriteLine(
        $"  {file}: {(report.IsEquivalent ? "the same" : "DIFFERENT")} in ONNX Runtime, within {report.LargestAbsolute:0.0e0}");
    return report.IsEquivalent;
}

namespace OnnxTrain;

/// <summary>How far several trainings are. Told from the threads that they run on, never by two at once.</summary>
/// <param name="Run">The training that this tells of, 1 for the first; trainings take place side by side.</param>
/// <param name="Runs">The number of trainings.</param>
/// <param name="RunsDone">How many have ended.</param>
/// <param name="Training">How far this training is; null when it has just ended.</param>
/// <param name="Score">Its score when it has just ended; null before, and where nothing judges it.</param>
public sealed record SelectionProgress(int Run, int Runs, int RunsDone, TrainingProgress? Training, double? Score);
